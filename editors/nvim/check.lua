-- Run by check.sh in a headless Neovim: opens files with klaviyolint.lua in force,
-- and compares what the server shows with what the files are known for. Ends with an
-- exit code.
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
	expect(what, vim.wait(300000, condition, 50))
end

local function found(buf, code)
	local list = {}
	for _, d in ipairs(vim.diagnostic.get(buf)) do
		local got = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
		if d.source == 'klaviyolint' and (not code or got == code) then
			table.insert(list, d)
		end
	end
	return list
end

-- request asks the server, and returns its answer.
local function request(buf, method, params)
	for _, reply in pairs(vim.lsp.buf_request_sync(buf, method, params, 60000) or {}) do
		if reply.result then
			return reply.result
		end
	end
	return {}
end

local function open(name, filetype)
	vim.cmd('edit ' .. name)
	if vim.bo.filetype ~= filetype then
		vim.bo.filetype = filetype
	end
	return vim.api.nvim_get_current_buf()
end

local function main()
	vim.cmd('filetype on')
	dofile(here .. '/klaviyolint.lua')
	local buf = open(file, 'go')

	wait('the finding is shown', function()
		return #found(buf) == 1
	end)
	local d = found(buf)[1]
	expect('it stands where the revision is', d.lnum == 23 and d.col == 29 and d.severity == vim.diagnostic.severity.WARN)
	expect('it names its rule', #found(buf, 'revision') == 1)

	local params = {
		textDocument = { uri = vim.uri_from_bufnr(buf) },
		range = { start = { line = 23, character = 29 }, ['end'] = { line = 23, character = 29 } },
		context = { diagnostics = {}, only = { 'quickfix' } },
	}
	local titles, fix = {}, nil
	for _, action in ipairs(request(buf, 'textDocument/codeAction', params)) do
		table.insert(titles, action.title)
		if action.edit and not fix then
			fix = action
		end
	end
	titles = table.concat(titles, '; ')
	expect('a fix, silence and the page are offered: ' .. titles, fix and titles:find('Silence revision') and titles:find('Explain revision'))

	local at = { textDocument = params.textDocument, position = params.range.start }
	local hover = request(buf, 'textDocument/hover', at)
	expect('hover shows the page of the rule', hover.contents and hover.contents.value:find('# revision', 1, true) ~= nil)

	vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
	expect('the fix changes the text', vim.api.nvim_buf_get_lines(buf, 23, 24, true)[1]:find('"2026-07-15"', 1, true) ~= nil)
	wait('the finding goes away', function()
		return #found(buf) == 0
	end)
	vim.cmd('undo')
	wait('it comes back with the text', function()
		return #found(buf) == 1
	end)

	-- Other files, from what is typed into them.
	local docker = open('Dockerfile', 'dockerfile')
	wait('a Dockerfile has its finding', function()
		return #found(docker, 'sdkpin') == 1
	end)
	vim.api.nvim_buf_set_lines(docker, 0, -1, true, { 'FROM scratch' })
	wait('it goes with the text', function()
		return #found(docker) == 0
	end)

	-- The command judges the file on disk, which still has its fault.
	vim.cmd('buffer! ' .. buf)
	local linter = dofile(here .. '/lint.lua')
	local cmd = { linter.cmd }
	for _, arg in ipairs(linter.args) do
		table.insert(cmd, type(arg) == 'function' and arg() or arg)
	end
	local list = linter.parser(vim.fn.system(cmd), buf)
	expect('lint.lua reads what the command prints', #list == 1 and list[1].lnum == 23 and list[1].col == 29 and list[1].end_col == 41 and list[1].code == 'revision')
	io.stdout:write('all is well with Neovim ' .. vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v[0-9.]*') .. '\n')
	vim.cmd('qall!')
end

local ok, err = xpcall(main, debug.traceback)
if not ok then
	fail(err)
end
