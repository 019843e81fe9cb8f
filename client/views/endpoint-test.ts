import { commands, ProgressLocation, window, workspace } from 'vscode';
import { probeCommand } from '../../server/lsp/protocol.ts';

/** Has the server probe the endpoint, and shows what it found as it stands: for a person to read, and to hand on with a report. */
export async function testEndpoint(): Promise<void> {
  const report = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Sureline: asking the endpoint' },
    // The language client registers the server's commands under their own names.
    () => commands.executeCommand(probeCommand),
  );
  if (report === null) {
    void window.showInformationMessage(
      'No endpoint is set, so there is nothing to test: nothing leaves this machine.',
    );
    return;
  }
  const content = `${JSON.stringify(report, undefined, 2)}\n`;
  await window.showTextDocument(await workspace.openTextDocument({ language: 'json', content }));
}
