// The extension starts `klaviyolint lsp`, and hands it the settings of the editor.
// What it shows comes from the server.
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { command, selector } = require('./command');

/** @type {LanguageClient | undefined} */
let client;

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
	const log = vscode.window.createOutputChannel('klaviyolint');
	context.subscriptions.push(
		log,
		vscode.commands.registerCommand('klaviyolint.restart', () => start(log)),
		vscode.commands.registerCommand('klaviyolint.showLog', () => log.show()),
		vscode.workspace.onDidChangeConfiguration((e) => {
			if (e.affectsConfiguration('klaviyolint.path')) {
				start(log);
			}
		}),
	);
	await start(log);
}

/** @param {vscode.OutputChannel} log */
async function start(log) {
	await deactivate();
	const settings = vscode.workspace.getConfiguration('klaviyolint');
	const program = command(settings.get('path', 'klaviyolint'));
	if (!program) {
		const install = 'How to install it';
		const chosen = await vscode.window.showWarningMessage('The command klaviyolint is not in PATH.', install);
		if (chosen === install) {
			await vscode.env.openExternal(vscode.Uri.parse('https://github.com/klaviyolint/klaviyolint#install'));
		}
		return;
	}
	client = new LanguageClient(
		'klaviyolint',
		'klaviyolint',
		{ command: program, args: ['lsp'] },
		{
			documentSelector: selector,
			outputChannel: log,
			initializationOptions: settings.get('settings', {}),
			synchronize: { configurationSection: 'klaviyolint' },
			middleware: {
				workspace: {
					// The server wants the keys of the file, not those of the extension.
					didChangeConfiguration: async () => {
						const now = vscode.workspace.getConfiguration('klaviyolint').get('settings', {});
						await client?.sendNotification('workspace/didChangeConfiguration', { settings: { klaviyolint: now } });
					},
				},
			},
		},
	);
	try {
		await client.start();
	} catch (err) {
		log.appendLine(String(err));
	}
}

async function deactivate() {
	const old = client;
	client = undefined;
	await old?.dispose();
}

module.exports = { activate, deactivate };
