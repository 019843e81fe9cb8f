/** Lines that a workspace is made of for measuring: each known by its first letters, without signs that an editor would close. */
export const lines: readonly string[] = [
  'apples ripen early under a southern wall',
  'badgers return before the morning begins',
  'children gather around the village fountain',
  'dolphins follow fishing boats along the coast',
  'eagles circle slowly above the empty valley',
  'farmers harvest barley late in the summer',
  'gardens flourish after weeks of gentle rain',
  'hunters rest beside the river until nightfall',
  'islands vanish behind a curtain of rain',
  'jackals wander quietly through the dunes',
  'kettles whistle loudly in every kitchen',
  'lanterns flicker along the narrow harbour street',
  'merchants travel with camels across the desert',
  'neighbours borrow ladders and forget them',
  'orchards blossom white in the middle of april',
  'painters mix colours from earth and oil',
  'quarries echo with hammers all day long',
  'rivers carry timber down to the mills',
  'sailors repair torn nets on the quay',
  'travellers compare maps at the crossroads',
];

/** A file in which every line stands several times. */
export const text = `${lines.join('\n')}\n`.repeat(12);
