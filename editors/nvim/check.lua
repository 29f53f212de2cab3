-- Run by check.sh in a headless Neovim: opens a file with gopls.lua in force, and
-- compares the diagnostics of gopls, a quick fix, and those of lint.lua with what
-- the file is known for. Ends with an exit code.
local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local file = 'internal/segments/segments.go'

local function fail(message)
	io.stderr:write('FAIL: ' .. message .. '\n')
	vim.cmd('cquit 1')
end

local function expect(what, ok)
	if not ok then
		fail(what)
	end
	io.stdout:write('ok: ' .. what .. '\n')
end

local function wait(what, condition)
	expect(what, vim.wait(300000, condition, 100))
end

local function found(buf)
	local list = {}
	for _, d in ipairs(vim.diagnostic.get(buf)) do
		if d.source == 'revision' or d.source == 'klaviyolint' then
			table.insert(list, d)
		end
	end
	return list
end

local function main()
	vim.cmd('filetype on')
	dofile(here .. '/gopls.lua')
	vim.cmd('edit ' .. file)
	vim.bo.filetype = 'go'
	local buf = vim.api.nvim_get_current_buf()

	wait('gopls shows the finding', function()
		return #found(buf) == 1
	end)
	local d = found(buf)[1]
	expect('it stands where the revision is', d.lnum == 23 and d.col == 29 and d.severity == vim.diagnostic.severity.WARN)
	expect('it links to its rule', vim.inspect(d.user_data):find('docs/rules/revision.md', 1, true) ~= nil)

	local params = {
		textDocument = { uri = vim.uri_from_bufnr(buf) },
		range = { start = { line = 23, character = 29 }, ['end'] = { line = 23, character = 29 } },
		context = { diagnostics = { d.user_data.lsp and {
			range = { start = { line = d.lnum, character = d.col }, ['end'] = { line = d.end_lnum, character = d.end_col } },
			message = d.message, source = d.source, code = d.user_data.lsp.code, severity = d.severity,
		} }, only = { 'quickfix' } },
	}
	local applied = false
	for _, reply in pairs(vim.lsp.buf_request_sync(buf, 'textDocument/codeAction', params, 60000) or {}) do
		for _, action in ipairs(reply.result or {}) do
			if action.title == 'use revision 2026-07-15' and action.edit then
				vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
				applied = true
			end
		end
	end
	expect('the quick fix is offered', applied)
	expect('it changes the text', vim.api.nvim_buf_get_lines(buf, 23, 24, true)[1]:find('"2026-07-15"', 1, true) ~= nil)
	wait('the finding goes away', function()
		return #found(buf) == 0
	end)

	-- The command judges the file on disk, which still has its fault.
	local linter = dofile(here .. '/lint.lua')
	local cmd = { linter.cmd }
	for _, arg in ipairs(linter.args) do
		table.insert(cmd, type(arg) == 'function' and arg() or arg)
	end
	local list = linter.parser(vim.fn.system(cmd), buf)
	expect('lint.lua reads what the command prints', #list == 1 and list[1].lnum == 23 and list[1].col == 29 and list[1].end_col == 41 and list[1].code == 'revision')

	local ok, lint = pcall(require, 'lint')
	if ok then
		vim.cmd('edit! ' .. file)
		lint.try_lint('klaviyolint')
		wait('nvim-lint shows the finding', function()
			return #vim.diagnostic.get(buf, { namespace = lint.get_namespace and lint.get_namespace('klaviyolint') or nil }) > 0
		end)
	else
		io.stdout:write('nvim-lint is not installed: its part was not run\n')
	end
	io.stdout:write('all is well with Neovim ' .. vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v[0-9.]*') .. '\n')
	vim.cmd('qall!')
end

local ok, err = xpcall(main, debug.traceback)
if not ok then
	fail(err)
end
