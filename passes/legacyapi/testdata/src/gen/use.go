package gen

func use() {
	Lists()
	Get("/v2/lists") // want `"GET /api/v2/lists" belongs to an API retired on 2024-06-30, and answers`
	Get("/lists")
}
