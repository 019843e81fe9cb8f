import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a red run is red
 * again. `SURELINE_SEED=$RANDOM npm test` looks for new ones.
 */
fc.configureGlobal({ seed: Number(process.env['SURELINE_SEED'] ?? 20_261_120) });
