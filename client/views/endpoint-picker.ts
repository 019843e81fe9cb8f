import { window } from 'vscode';
import { change, setting } from '../settings.ts';

/** Asks for an endpoint: its address, and the model's name there. */

const KNOWN = [
  { label: 'Ollama', description: 'on this machine', url: 'http://localhost:11434' },
  { label: 'llama.cpp', description: 'on this machine', url: 'http://localhost:8080' },
  { label: 'OpenAI', description: 'text around the cursor is sent there', url: 'https://api.openai.com/v1' },
  { label: 'Another address ...', description: 'anything that speaks the API of OpenAI', url: undefined },
  { label: 'None', description: 'nothing leaves this machine', url: '' },
];

/** Returns the address that was set; undefined when the person gave up. */
export async function pickEndpoint(): Promise<string | undefined> {
  const picked = await window.showQuickPick(KNOWN, {
    title: 'Sureline: which endpoint?',
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  const url = picked.url ?? (await askForAddress());
  if (url === undefined) return undefined;
  const model = url === '' ? '' : await askForModel(url);
  if (model === undefined) return undefined;
  await change('endpoint.model', model);
  await change('endpoint.url', url);
  return url;
}

function askForAddress(): Thenable<string | undefined> {
  return window.showInputBox({
    title: 'Address of the endpoint',
    value: setting('endpoint.url', ''),
    placeHolder: 'https://example.com/v1',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^https?:\/\/./.test(text) && URL.canParse(text) ? undefined : 'It begins with http:// or https://.',
  });
}

function askForModel(url: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Name of the model at ${url}`,
    value: setting('endpoint.model', ''),
    prompt: 'As the endpoint spells it. Small code models that complete text are quick and cheap.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'The endpoint must be told which model.' : undefined),
  });
}
