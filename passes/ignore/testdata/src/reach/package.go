//nolint:klaviyolint
package reach

func inPackage() {
	alpha()
}
