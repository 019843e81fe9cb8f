#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

/**
 * The command `sureline`. Everything is imported only when it is needed, with
 * compiled code kept between runs, so that an editor has its answer at once.
 */
enableCompileCache();
const { main } = await import('./command-line.ts');
const code = await main(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
