// Drives the built extension: it starts the server, opens and edits documents as the
// editor does, and what it shows is compared with what the files are known for.
//
//   KLAVIYOLINT=/path/to/klaviyolint SHOP=/copy/of/testdata/shop node test/drive.js
const assert = require('assert');
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { make, Uri, Position, Range } = require('./vscode');

const shop = fs.realpathSync(process.env.SHOP);
const world = make(shop, { 'klaviyolint.path': process.env.KLAVIYOLINT, 'klaviyolint.settings': { as_of: '2026-11-23' } });
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? world.module : load(name, ...rest));
const extension = require('../out/extension.js');

const late = Date.now() + 120_000;
async function until(what, ok) {
	for (;;) {
		const value = await ok();
		if (value) {
			console.log('ok:', what);
			return value;
		}
		if (Date.now() > late) {
			throw new Error('waited in vain: ' + what + '\n' + world.log.join('') + world.warnings.join('\n'));
		}
		await new Promise((r) => setTimeout(r, 50));
	}
}

function document(name, languageId) {
	const doc = {
		uri: Uri.file(path.join(shop, name)), languageId, version: 1, isClosed: false, isDirty: false, fileName: path.join(shop, name),
		text: fs.readFileSync(path.join(shop, name), 'utf8'),
		getText: () => doc.text,
		get lineCount() { return doc.text.split('\n').length; },
	};
	return doc;
}

async function change(doc, text) {
	const range = new Range(new Position(0, 0), new Position(doc.lineCount, 0));
	doc.text = text;
	doc.version++;
	await world.events.onDidChangeTextDocument.fire({ document: doc, contentChanges: [{ range, text }], reason: undefined });
}

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
const shown = (doc) => world.shown.get(String(doc.uri)) ?? [];

async function main() {
	const subscriptions = [];
	await extension.activate({ subscriptions, extensionPath: path.join(__dirname, '..') });
	assert.deepEqual(world.warnings, []);

	const go = document('internal/segments/segments.go', 'go');
	await world.open(go);
	const [finding] = await until('the finding is shown', async () => {
		// A client that pulls shows what it is told through a provider of its own.
		return shown(go).length === 1 && shown(go);
	});
	assert.equal(finding.source, 'klaviyolint');
	assert.equal(finding.code?.value ?? finding.code, 'revision');
	assert.equal(finding.range.start.line, 23);
	assert.equal(finding.severity, 1);

	const actions = await until('actions are offered', async () => {
		const list = await world.providers.registerCodeActionsProvider.provideCodeActions(go, finding.range, { diagnostics: [finding], only: undefined }, token);
		return list?.length > 1 && list;
	});
	assert(actions.some((a) => a.edit), 'no fix');
	assert(actions.some((a) => /^Silence revision/.test(a.title)) && actions.some((a) => a.title === 'Explain revision'));

	const hover = await world.providers.registerHoverProvider.provideHover(go, finding.range.start, token);
	assert(JSON.stringify(hover, (key, v) => (key === 'module' ? undefined : v)).includes('revision'), 'no hover');
	console.log('ok: hover');

	await change(go, go.text.replace('2025-07-15', '2026-07-15'));
	await until('the finding goes with the text', () => shown(go).length === 0);

	const docker = document('Dockerfile', 'dockerfile');
	await world.open(docker);
	await until('a Dockerfile has its finding', () => shown(docker).length === 1);

	await world.commands.get('klaviyolint.restart')();
	await until('after a restart it is there again', () => shown(docker).length === 1);

	await extension.deactivate();
	console.log('all is well with the extension');
	process.exit(0);
}

main().catch((err) => {
	console.error(err);
	process.exit(1);
});
