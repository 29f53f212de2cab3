package gen

func use() {
	Lists()
	Get("/v2/lists") // want `"GET /api/v2/lists" is part of an API`
	Get("/lists")
}
