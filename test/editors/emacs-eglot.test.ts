import { FROM_BYTE_CODE } from './emacs.ts';
import { keepsItsPromises } from './promises.ts';
import { fromReadme } from './readme.ts';

keepsItsPromises({
  name: 'Emacs with eglot and company',
  packages: {
    'emacs-nox': '/usr/bin/emacs',
    'elpa-eglot': '/usr/share/emacs/site-lisp/elpa-src/eglot-1.9',
    'elpa-company': '/usr/share/emacs/site-lisp/elpa-src/company-0.9.13',
  },
  home: {
    '.emacs.d/early-init.el': FROM_BYTE_CODE,
    '.emacs.d/init.el': fromReadme('eglot'),
  },
  open: (file) => ['emacs', '-nw', '+2', file],
  toEnd: ['C-e'],
  ask: [],
  accept: ['Tab'],
  save: ['C-x', 'C-s'],
  quit: ['C-x', 'C-c'],
});
