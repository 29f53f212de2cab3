-- nvim-lint (mfussenegger/nvim-lint) with the klaviyolint command, for those who
-- use another gopls. It judges files as they are on disk, so it runs on save.
-- Put this file into ~/.config/nvim/after/plugin/.
--
-- It reads -format rdjson. nvim-lint has a parser of its own for SARIF, but that
-- takes file names as relative to where Neovim was started, and columns as bytes;
-- in SARIF they are relative to the root of the repository, and UTF-16.
--
-- Tried: with Neovim 0.12.4 and nvim-lint of August 2026, headless, by check.sh; the
-- parser alone with Neovim 0.7.2, which is too old for nvim-lint. Not tried: Windows,
-- macOS.
local severities = {
	ERROR = vim.diagnostic.severity.ERROR,
	WARNING = vim.diagnostic.severity.WARN,
	INFO = vim.diagnostic.severity.INFO,
}

local function folder()
	return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':p:h')
end

local klaviyolint = {
	name = 'klaviyolint',
	cmd = 'klaviyolint',
	stdin = false,
	append_fname = false,
	-- The package of the buffer, wherever Neovim was started.
	args = { '-C', folder, '-format', 'rdjson', '-exit-zero' },
	stream = 'stdout',
	parser = function(output, bufnr)
		local found = {}
		if output == '' then
			return found
		end
		local file = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':t')
		for _, d in ipairs(vim.fn.json_decode(output).diagnostics or {}) do
			-- Paths are relative to the folder: other files of the package are
			-- shown when they are opened.
			if d.location.path == file then
				local from = d.location.range.start
				local to = d.location.range['end'] or from
				table.insert(found, {
					lnum = from.line - 1,
					col = (from.column or 1) - 1,
					end_lnum = to.line - 1,
					end_col = (to.column or from.column or 1) - 1,
					severity = severities[d.severity] or vim.diagnostic.severity.WARN,
					source = 'klaviyolint',
					code = d.code.value,
					message = d.message,
				})
			end
		end
		return found
	end,
}

local ok, lint = pcall(require, 'lint')
if ok then
	lint.linters.klaviyolint = klaviyolint
	local list = lint.linters_by_ft.go or {}
	table.insert(list, 'klaviyolint') -- beside golangcilint, for example
	lint.linters_by_ft.go = list
	vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufWritePost' }, {
		pattern = '*.go',
		callback = function()
			lint.try_lint('klaviyolint')
		end,
	})
end

return klaviyolint
