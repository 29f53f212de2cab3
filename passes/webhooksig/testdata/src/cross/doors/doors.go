// Package doors only puts the keepers in front of handlers: what they do wrong is said where they do it.
package doors

import (
	"net/http"

	"cross/keepers"
)

func Open(secrets map[string]string, h http.Handler) http.Handler {
	mux := http.NewServeMux()
	for path, k := range map[string]keepers.Keeper{
		"/a": keepers.Early(secrets["a"]),
		"/b": keepers.Tidy(secrets["b"]),
		"/c": keepers.Right(secrets["c"]),
	} {
		mux.Handle(path, keepers.Door(k, h))
	}
	return mux
}
