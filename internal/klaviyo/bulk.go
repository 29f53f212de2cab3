package klaviyo

// A BulkTwin is the bulk endpoint that does the work of many single calls.
type BulkTwin struct {
	*Endpoint
	MaxItems int    // per request
	Unit     string // what is counted, plural
	MaxMB    int    // payload per request, in megabytes
}

type bulkRow struct {
	twin  string
	max   int
	unit  string
	maxMB int
}

// bulkRows gives the twin of each single operation. Limits: descriptions of
// the operations in github.com/klaviyo/openapi, openapi/stable.json.
var bulkRows = map[string]bulkRow{
	"create_profile":            {"bulk_import_profiles", 10_000, "profiles", 5},
	"create_or_update_profile":  {"bulk_import_profiles", 10_000, "profiles", 5},
	"update_profile":            {"bulk_import_profiles", 10_000, "profiles", 5},
	"create_event":              {"bulk_create_events", 1_000, "events", 5},
	"create_client_event":       {"bulk_create_client_events", 1_000, "events", 5},
	"create_coupon_code":        {"bulk_create_coupon_codes", 1_000, "coupon codes", 5},
	"create_data_source_record": {"bulk_create_data_source_records", 500, "records", 4},
	"create_catalog_item":       {"bulk_create_catalog_items", 100, "items", 5},
	"update_catalog_item":       {"bulk_update_catalog_items", 100, "items", 5},
	"delete_catalog_item":       {"bulk_delete_catalog_items", 100, "items", 5},
	"create_catalog_variant":    {"bulk_create_catalog_variants", 100, "variants", 5},
	"update_catalog_variant":    {"bulk_update_catalog_variants", 100, "variants", 5},
	"delete_catalog_variant":    {"bulk_delete_catalog_variants", 100, "variants", 5},
	"create_catalog_category":   {"bulk_create_catalog_categories", 100, "categories", 5},
	"update_catalog_category":   {"bulk_update_catalog_categories", 100, "categories", 5},
	"delete_catalog_category":   {"bulk_delete_catalog_categories", 100, "categories", 5},
}

// manyRows gives the largest number of items of endpoints that take a list
// themselves, so that calling them once per item wastes as much.
var manyRows = map[string]bulkRow{
	"add_profiles_to_list":      {max: 1_000, unit: "profiles"},
	"bulk_subscribe_profiles":   {max: 1_000, unit: "profiles", maxMB: 5},
	"bulk_unsubscribe_profiles": {max: 100, unit: "profiles", maxMB: 5},
	"bulk_suppress_profiles":    {max: 100, unit: "email addresses", maxMB: 5},
}

// Bulk returns the bulk twin of a single operation: its own endpoint when that
// takes a list already, and false when there is none.
func (e *Endpoint) Bulk() (BulkTwin, bool) {
	if r, ok := bulkRows[e.Operation]; ok {
		return BulkTwin{Operation(r.twin), r.max, r.unit, r.maxMB}, true
	}
	for _, r := range bulkRows {
		if r.twin == e.Operation {
			return BulkTwin{e, r.max, r.unit, r.maxMB}, true
		}
	}
	if r, ok := manyRows[e.Operation]; ok {
		return BulkTwin{e, r.max, r.unit, r.maxMB}, true
	}
	return BulkTwin{}, false
}
