// What can be known without the editor: which program the server is, and which
// documents it is about.
const fs = require('fs');
const os = require('os');
const path = require('path');

/**
 * Returns the program that a setting names, or undefined where there is none: the
 * folders in which `go install` puts commands are looked through as well, since
 * editors that are started from a desktop do not have them in PATH.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
function command(name, env = process.env) {
	const home = os.homedir();
	if (name === '~' || name.startsWith('~/')) {
		name = path.join(home, name.slice(1));
	}
	if (path.isAbsolute(name)) {
		return runs(name) ? name : undefined;
	}
	const folders = (env.PATH ?? '').split(path.delimiter);
	if (env.GOBIN) {
		folders.push(env.GOBIN);
	}
	for (const gopath of (env.GOPATH ?? path.join(home, 'go')).split(path.delimiter)) {
		folders.push(path.join(gopath, 'bin'));
	}
	const names = process.platform === 'win32' ? [name + '.exe', name] : [name];
	for (const folder of folders.filter(Boolean)) {
		for (const n of names) {
			const file = path.join(folder, n);
			if (runs(file)) {
				return file;
			}
		}
	}
	return undefined;
}

/** @param {string} file */
function runs(file) {
	try {
		fs.accessSync(file, fs.constants.X_OK);
		return fs.statSync(file).isFile();
	} catch {
		return false;
	}
}

/** Keys and versions of SDKs stand in these, beside Go code. */
const selector = [
	...['go', 'go.mod', 'go.work', 'dockerfile', 'yaml', 'dockercompose', 'github-actions-workflow', 'json', 'jsonc', 'toml', 'shellscript', 'makefile', 'dotenv', 'properties', 'pip-requirements'].map(
		(language) => ({ scheme: 'file', language }),
	),
	{ scheme: 'file', pattern: '**/{.env,.env.*,*.env,.envrc,requirements*.txt,Pipfile,Gemfile}' },
];

module.exports = { command, selector };
