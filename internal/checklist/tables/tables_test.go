package tables

import (
	"slices"
	"testing"
)

// Each row has a role that some item asks for, and says where it was read.
func TestRows(t *testing.T) {
	roles := []Role{Secret, Parameter, Wait, Try, Reserve, Breaker, Report, Log, Quiet, Label, Count, Observe, Metric, Wrap, Flag, Queue, Health, Check}
	for _, r := range Rows() {
		if !slices.Contains(roles, r.Role) {
			t.Errorf("%s has the role %q", r.Func(), r.Role)
		}
		if r.Name == "" || r.Module == "" || r.Version == "" || r.File == "" {
			t.Errorf("%s lacks a name, module, version or file", r.Func())
		}
	}
}
