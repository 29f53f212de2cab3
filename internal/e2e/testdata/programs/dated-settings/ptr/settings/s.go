package settings

type HTTP struct{ Version string }
type Settings struct{ API *HTTP }

func New() *Settings {
	s := &Settings{API: &HTTP{}}
	s.API.defaults()
	return s
}

func (h *HTTP) defaults() { h.Version = "2023-10-15" }
