import { keepsItsPromises } from './promises.ts';
import { fromReadme } from './readme.ts';

keepsItsPromises({
  name: 'Neovim, built-in client, omni completion',
  packages: { neovim: '/usr/bin/nvim' },
  home: { '.config/nvim/init.lua': fromReadme('0.7 to 0.10') },
  open: (file) => ['nvim', '+2', file],
  toEnd: ['A'],
  ask: ['C-x', 'C-o'],
  accept: ['C-y'],
  save: ['Escape', ':w', 'Enter'],
  quit: [':qa', 'Enter'],
});
