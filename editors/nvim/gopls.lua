-- Neovim's own LSP client with a gopls that carries klaviyolint. Build that once:
--   go run github.com/klaviyolint/klaviyolint/editors/gopls@latest
-- and put this file into ~/.config/nvim/plugin/.
--
-- Tried: with Neovim 0.7.2 and 0.12.4, headless, by check.sh: the finding, its link,
-- and a quick fix. Not tried: Neovim 0.8 to 0.11, Windows, macOS, other plugins
-- that start gopls.
local config = {
	name = 'gopls',
	cmd = { 'gopls-klaviyolint' }, -- in PATH, or an absolute path
	filetypes = { 'go', 'gomod', 'gowork' },
	root_markers = { 'go.work', 'go.mod' },
}

if vim.fn.has('nvim-0.11') == 1 then
	-- With nvim-lspconfig installed this goes on top of its settings for gopls.
	vim.lsp.config('gopls', config)
	vim.lsp.enable('gopls')
	return
end

-- Neovim 0.7 to 0.10.
local function root(file)
	local dir = vim.fn.fnamemodify(file, ':p:h')
	for _, marker in ipairs(config.root_markers) do
		local found = vim.fn.findfile(marker, vim.fn.escape(dir, ' ,;') .. ';')
		if found ~= '' then
			return vim.fn.fnamemodify(found, ':p:h')
		end
	end
	return dir
end

local running = {} -- clients by root, for Neovim 0.7, which has no vim.lsp.start
vim.api.nvim_create_autocmd('FileType', {
	pattern = config.filetypes,
	callback = function(args)
		local dir = root(vim.api.nvim_buf_get_name(args.buf))
		local client = vim.tbl_extend('force', config, { root_dir = dir })
		if vim.lsp.start then
			vim.lsp.start(client)
			return
		end
		if not (running[dir] and vim.lsp.get_client_by_id(running[dir])) then
			running[dir] = vim.lsp.start_client(client)
		end
		vim.lsp.buf_attach_client(args.buf, running[dir])
	end,
})
