"""A closed month (số đã công bố): its figures as they were signed, frozen in chot.json."""
