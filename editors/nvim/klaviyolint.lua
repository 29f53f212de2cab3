-- Neovim's own LSP client with `klaviyolint lsp`, beside gopls or whatever else is
-- attached. Install the command (`go install
-- github.com/klaviyolint/klaviyolint/cmd/klaviyolint@latest`), and put this file into
-- ~/.config/nvim/plugin/.
--
-- Tried by check.sh, headless: findings in Go and other files while they are typed,
-- a quick fix, silence, hover. README.md beside this folder says with which versions.
local config = {
	name = 'klaviyolint',
	cmd = { 'klaviyolint', 'lsp' }, -- in PATH, or an absolute path
	-- Keys and SDK versions stand in these, too.
	filetypes = {
		'go', 'gomod', 'gowork', 'dockerfile', 'yaml', 'json', 'jsonc', 'toml', 'sh', 'bash', 'make', 'env', 'dotenv', 'conf', 'requirements', 'text',
	},
	root_markers = { 'go.work', 'go.mod', '.git' },
	-- Keys of .klaviyolint.toml; with any here, the file does not count.
	-- init_options = { severity = 'info' },
}

if vim.fn.has('nvim-0.11') == 1 then
	vim.lsp.config('klaviyolint', config)
	vim.lsp.enable('klaviyolint')
	return
end

-- Neovim 0.7 to 0.10.
local function root(file)
	local dir = vim.fn.fnamemodify(file, ':p:h')
	for _, marker in ipairs(config.root_markers) do
		local find = marker == '.git' and vim.fn.finddir or vim.fn.findfile
		local found = find(marker, vim.fn.escape(dir, ' ,;') .. ';')
		if found ~= '' then
			return vim.fn.fnamemodify(found, marker == '.git' and ':p:h:h' or ':p:h')
		end
	end
end

local running = {} -- clients by root, for Neovim 0.7, which has no vim.lsp.start
vim.api.nvim_create_autocmd('FileType', {
	pattern = config.filetypes,
	callback = function(args)
		local dir = root(vim.api.nvim_buf_get_name(args.buf))
		if not dir then
			return
		end
		local client = vim.tbl_extend('force', config, { root_dir = dir })
		if vim.lsp.start then
			vim.lsp.start(client)
			return
		end
		if not (running[dir] and vim.lsp.get_client_by_id(running[dir])) then
			client.workspace_folders = { { uri = vim.uri_from_fname(dir), name = dir } }
			running[dir] = vim.lsp.start_client(client)
		end
		vim.lsp.buf_attach_client(args.buf, running[dir])
	end,
})
