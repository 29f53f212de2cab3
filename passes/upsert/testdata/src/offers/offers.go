// Package offers has the upsert next to the create: calling the create is at fault.
package offers

import "net/http"

type API struct{}

func (API) send(path string) { http.Post("https://a.klaviyo.com"+path, "application/json", nil) }

func (a API) CreateProfile() { a.send("/api/profiles") }

func (a API) UpsertProfile() { a.send("/api/profile-import") }

func signUp(a API) { a.CreateProfile() } // want `answers 409`
