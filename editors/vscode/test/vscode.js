// A stand-in for the module that VS Code gives its extensions: as much of it as the
// extension and its language client touch. What the client shows is kept, to be
// looked at.
const path = require('path');
const url = require('url');

class Disposable {
	constructor(dispose) {
		this.dispose = dispose ?? (() => {});
	}
	static from(...list) {
		return new Disposable(() => list.forEach((d) => d.dispose()));
	}
}

class Emitter {
	constructor() {
		this.listeners = [];
		this.event = (listener, self) => {
			this.listeners.push(listener.bind(self));
			return new Disposable();
		};
	}
	async fire(e) {
		for (const l of this.listeners) {
			await l(e);
		}
	}
	dispose() {}
}

class Position {
	constructor(line, character) {
		Object.assign(this, { line, character });
	}
}

class Range {
	constructor(a, b, c, d) {
		this.start = a instanceof Position ? a : new Position(a, b);
		this.end = a instanceof Position ? b : new Position(c, d);
	}
}

class Uri {
	constructor(text) {
		this.text = text;
		const u = new URL(text);
		this.scheme = u.protocol.slice(0, -1);
		this.path = decodeURIComponent(u.pathname);
		this.fsPath = this.scheme === 'file' ? url.fileURLToPath(u) : this.path;
	}
	static parse(text) {
		return new Uri(text);
	}
	static file(name) {
		return new Uri(url.pathToFileURL(name).toString());
	}
	toString() {
		return this.text;
	}
}

// Classes that the client only fills in.
const plain = (...names) => Object.fromEntries(names.map((n) => [n, { [n]: class { constructor(...args) { Object.assign(this, { args }); } } }[n]]));

class Tab {
	constructor(uri) {
		this.uri = uri;
	}
}

class Diagnostic {
	constructor(range, message, severity) {
		Object.assign(this, { range, message, severity });
	}
}

class CodeAction {
	constructor(title, kind) {
		Object.assign(this, { title, kind });
	}
}

class WorkspaceEdit {
	constructor() {
		this.edits = [];
	}
	set(uri, edits) {
		this.edits.push({ uri, edits });
	}
	replace(uri, range, newText) {
		this.edits.push({ uri, edits: [{ range, newText }] });
	}
}

class Kind {
	constructor(value) {
		this.value = value;
	}
	append(v) {
		return new Kind(this.value ? this.value + '.' + v : v);
	}
}
Object.assign(Kind, { Empty: new Kind(''), QuickFix: new Kind('quickfix'), Source: new Kind('source') });

// Whatever else is asked for exists and does nothing.
function anything(name) {
	const f = function () {
		return new Disposable();
	};
	return new Proxy(f, {
		get: (target, key) => {
			if (key in target || typeof key === 'symbol' || key === 'then') {
				return target[key];
			}
			return (target[key] = /^on[A-Z]/.test(key) ? new Emitter().event : anything(name + '.' + key));
		},
	});
}

function filled(object, name) {
	return new Proxy(object, {
		get: (target, key) => {
			if (key in target || typeof key === 'symbol' || key === 'then' || key === '__esModule') {
				return target[key];
			}
			return (target[key] = /^on[A-Z]/.test(key) ? new Emitter().event : anything(name + '.' + key));
		},
	});
}

function make(folder, configuration) {
	const events = Object.fromEntries(['onDidOpenTextDocument', 'onDidChangeTextDocument', 'onDidSaveTextDocument', 'onDidCloseTextDocument', 'onDidChangeConfiguration', 'onDidChangeTabs', 'onDidChangeActiveTextEditor'].map((n) => [n, new Emitter()]));
	const world = { events, shown: new Map(), log: [], providers: {}, commands: new Map(), documents: [], warnings: [] };
	const get = (section) => (key, or) => configuration[section ? section + '.' + key : key] ?? or;
	const workspace = {
		workspaceFolders: [{ uri: Uri.file(folder), name: path.basename(folder), index: 0 }],
		textDocuments: world.documents,
		notebookDocuments: [],
		getConfiguration: (section) => ({ get: get(section), has: () => false, inspect: () => undefined, ...(section === 'klaviyolint' ? { settings: configuration['klaviyolint.settings'] } : {}) }),
		getWorkspaceFolder: () => workspace.workspaceFolders[0],
		createFileSystemWatcher: () => filled({ dispose() {} }, 'watcher'),
		applyEdit: async (edit) => (world.applied = edit, true),
	};
	for (const [name, e] of Object.entries(events)) {
		workspace[name] = e.event;
	}
	const languages = {
		createDiagnosticCollection: () => ({
			set: (uri, list) => world.shown.set(String(uri), list ?? []),
			delete: (uri) => world.shown.delete(String(uri)),
			clear: () => world.shown.clear(),
			dispose() {},
			has: (uri) => world.shown.has(String(uri)),
		}),
		match: (selectors, doc) => ([].concat(selectors).some((s) => s.language === doc.languageId) ? 10 : 0),
	};
	for (const kind of ['registerCodeActionsProvider', 'registerHoverProvider', 'registerDocumentLinkProvider']) {
		languages[kind] = (_selector, provider) => (world.providers[kind] = provider, new Disposable());
	}
	const commands = {
		registerCommand: (name, f) => (world.commands.set(name, f), new Disposable(() => world.commands.delete(name))),
		executeCommand: async (name, ...args) => world.commands.get(name)?.(...args),
	};
	// A document is opened in a tab of its own, which is in front.
	world.open = async (doc) => {
		world.documents.push(doc);
		const tab = { input: new Tab(doc.uri) };
		window.tabGroups.all[0].tabs.push(tab);
		window.activeTextEditor = { document: doc };
		await events.onDidChangeTabs.fire({ opened: [tab], closed: [], changed: [] });
		await events.onDidOpenTextDocument.fire(doc);
		await events.onDidChangeActiveTextEditor.fire(window.activeTextEditor);
	};
	const window = {
		onDidChangeActiveTextEditor: events.onDidChangeActiveTextEditor.event,
		createOutputChannel: () => ({ append: (s) => world.log.push(s), appendLine: (s) => world.log.push(s + '\n'), show() {}, dispose() {}, clear() {} }),
		showWarningMessage: async (m) => (world.warnings.push(m), undefined),
		showErrorMessage: async (m) => (world.warnings.push(m), undefined),
		showInformationMessage: async () => undefined,
		visibleTextEditors: [],
		activeTextEditor: undefined,
		tabGroups: { all: [{ tabs: [] }], onDidChangeTabs: events.onDidChangeTabs.event, onDidChangeTabGroups: new Emitter().event },
	};
	world.module = filled(
		{
			version: '1.91.0', Disposable, EventEmitter: Emitter, Position, Range, Uri, Diagnostic, CodeAction, WorkspaceEdit, CodeActionKind: Kind,
			...plain('Location', 'Hover', 'MarkdownString', 'DocumentLink', 'CodeLens', 'CompletionItem', 'CallHierarchyItem', 'TypeHierarchyItem', 'SymbolInformation', 'InlayHint', 'DiagnosticRelatedInformation', 'SnippetString', 'CancellationError', 'RelativePattern', 'TabInputTextDiff', 'TabInputCustom', 'TabInputNotebook', 'SemanticTokens', 'FoldingRange'),
			TabInputText: Tab,
			TextEdit: class { constructor(range, newText) { Object.assign(this, { range, newText }); } },
			CancellationTokenSource: class { constructor() { this.token = { isCancellationRequested: false, onCancellationRequested: new Emitter().event }; } cancel() {} dispose() {} },
			DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
			DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
			FileType: { Unknown: 0, File: 1, Directory: 2 },
			env: filled({ language: 'en', appName: 'stand-in', openExternal: async () => true }, 'env'),
			workspace: filled(workspace, 'workspace'),
			languages: filled(languages, 'languages'),
			commands: filled(commands, 'commands'),
			window: filled(window, 'window'),
			extensions: filled({ all: [], getExtension: () => undefined }, 'extensions'),
		},
		'vscode',
	);
	return world;
}

module.exports = { make, Uri, Position, Range };
