/** For Emacs's `early-init.el`: without it, a new home has Emacs compile its packages to machine code, for minutes. */
export const FROM_BYTE_CODE = '(setq native-comp-deferred-compilation nil comp-enable-subr-trampolines nil)';
