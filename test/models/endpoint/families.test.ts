import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { familyOf } from '../../../server/models/endpoint/families.ts';

/** The raw prompt for a model at `a.py`, after a line `one` and inside the line `two`, before `three`; undefined where it cannot fill in the middle. */
function check(model: string, expected: string | undefined): void {
  const family = familyOf(model);
  assert.equal(family?.prompt({ fileName: 'a.py', before: 'one\ntwo', after: '\nthree' }), expected);
}

const qwen = '<|fim_prefix|>one\n<|fim_suffix|>\nthree<|fim_middle|>two';
const starcoder = '<fim_prefix>one\n<fim_suffix>\nthree<fim_middle>two';

describe('a model fills in the middle by the template of its family', () => {
  for (const [model, expected] of [
    ['qwen2.5-coder:1.5b-base', qwen],
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct', qwen],
    ['accounts/fireworks/models/qwen2p5-coder-32b', qwen],
    ['codegemma:2b', qwen],
    ['granite4:small-h', qwen],
    ['mercury-coder-small', qwen],
    ['bigcode/starcoder2-3b', starcoder],
    ['stable-code:3b', starcoder],
    ['codeqwen:7b-code', starcoder],
    ['granite-code:3b', starcoder],
    ['codellama:7b-code', '<PRE> one\ntwo <SUF>\nthree <MID>'],
    ['codellama:70b-code', undefined],
    ['deepseek-coder-v2:16b', '<｜fim▁begin｜>one\n<｜fim▁hole｜>\nthree<｜fim▁end｜>two'],
    ['codestral:22b', '[SUFFIX]\nthree[PREFIX]one\ntwo'],
    ['ByteDance-Seed/Seed-Coder-8B-Base', '<[fim-suffix]>\nthree<[fim-prefix]>one\ntwo<[fim-middle]>'],
    ['JetBrains/Mellum-4b-base', '<filename>a.py\n<fim_suffix>\nthree<fim_prefix>one\ntwo<fim_middle>'],
    [
      'codegeex4:9b',
      '<|user|>\n###PATH:a.py\n###MODE:BLOCK\n<|code_suffix|>\nthree<|code_prefix|>one\ntwo<|code_middle|><|assistant|>\n',
    ],
    ['zeta', undefined],
    ['llama3.1:8b', undefined],
    ['gemma3n:e2b', undefined],
  ] as const) {
    it(model, () => check(model, expected));
  }
});
