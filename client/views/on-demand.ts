/** What is shown only when somebody asks for it: bundled apart, so that starting the editor does not read it. */
export { pickCutoff } from './cutoff-picker.ts';
export { pickEndpoint } from './endpoint-picker.ts';
export { askForKey } from './key-box.ts';
export { pickSnooze } from './snooze-picker.ts';
export { testEndpoint } from './endpoint-test.ts';
export { showMenu } from './menu.ts';
export { inspectorPage } from './page.ts';
