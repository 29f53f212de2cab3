// Package both has handlers that make either call: nobody calls them, so each
// create stands where a person would edit it.
package both

import "net/http"

type server struct{ client *http.Client }

func (s *server) post(path string) error {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return err
	}
	_, err = s.client.Do(req)
	return err
}

func (s *server) HandleSignUp(w http.ResponseWriter, r *http.Request) {
	s.post("/api/profiles") // want `answers 409`
}

func (s *server) HandleUpdate(w http.ResponseWriter, r *http.Request) {
	s.post("/api/profile-import")
}

func (s *server) nightly() { s.post("/api/profiles/") } // want `answers 409`

func Routes(s *server) {
	http.HandleFunc("/signup", s.HandleSignUp)
	http.HandleFunc("/update", s.HandleUpdate)
	every(s.nightly)
}

func every(f func()) { f() }
