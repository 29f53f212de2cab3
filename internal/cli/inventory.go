package cli

import "flag"

func inventoryFlags(o *options, fs *flag.FlagSet) {
	loadFlags(o, fs)
	settingFlags(o, fs)
	fs.BoolVar(&o.json, "json", o.json, "print JSON")
	fs.BoolVar(&o.verbose, "v", o.verbose, "say also what kept a rule silent")
}

func runInventory(e *env, o *options, patterns []string) int {
	return e.fail("inventory: nothing to show yet")
}
