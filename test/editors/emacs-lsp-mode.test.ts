import { FROM_BYTE_CODE } from './emacs.ts';
import { keepsItsPromises } from './promises.ts';
import { fromReadme } from './readme.ts';

keepsItsPromises({
  name: 'Emacs with lsp-mode and company',
  packages: {
    'emacs-nox': '/usr/bin/emacs',
    'elpa-lsp-mode': '/usr/share/emacs/site-lisp/elpa-src/lsp-mode-8.0.0',
    'elpa-company': '/usr/share/emacs/site-lisp/elpa-src/company-0.9.13',
  },
  home: {
    '.emacs.d/early-init.el': FROM_BYTE_CODE,
    '.emacs.d/init.el': `(setq lsp-auto-guess-root t)\n${fromReadme('lsp-mode')}`,
  },
  open: (file) => ['emacs', '-nw', '+2', file],
  toEnd: ['C-e'],
  ask: [],
  accept: ['Enter'],
  save: ['C-x', 'C-s'],
  quit: ['C-x', 'C-c'],
});
