import { keepsItsPromises } from './promises.ts';
import { fromReadme } from './readme.ts';

keepsItsPromises({
  name: 'Vim with ALE',
  packages: { vim: '/usr/bin/vim', 'vim-ale': '/usr/share/vim-ale/plugin/ale.vim' },
  home: { '.vimrc': `set nocompatible\nfiletype plugin on\npackadd! ale\n${fromReadme('ALE')}` },
  open: (file) => ['vim', '+2', file],
  toEnd: ['A'],
  ask: [],
  accept: ['C-n', 'C-y'],
  save: ['Escape', ':w', 'Enter'],
  quit: [':qa', 'Enter'],
});
