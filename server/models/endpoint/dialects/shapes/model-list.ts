import * as v from 'valibot';

/** The list of models below `/v1/models`, in which servers say who they are. */

const list = v.object({ data: v.array(v.unknown()) });

/** Tells the lists whose models belong to this owner. */
export function ownedBy(owner: string): (body: unknown) => boolean {
  const owned = v.object({ owned_by: v.literal(owner) });
  return (body) => v.is(list, body) && body.data.some((model) => v.is(owned, model));
}
