-- Words are stemmed for English, folded for case and accents; CJK text is cut into characters by the
-- writer (src/db/text-search.ts). The text itself stays in search_texts.
CREATE VIRTUAL TABLE search_index USING fts5(
	head, body,
	content = 'search_texts', content_rowid = 'key',
	tokenize = 'porter unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER search_texts_insert AFTER INSERT ON search_texts BEGIN
	INSERT INTO search_index (rowid, head, body) VALUES (new.key, new.head, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER search_texts_delete AFTER DELETE ON search_texts BEGIN
	INSERT INTO search_index (search_index, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER search_texts_update AFTER UPDATE ON search_texts BEGIN
	INSERT INTO search_index (search_index, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
	INSERT INTO search_index (rowid, head, body) VALUES (new.key, new.head, new.body);
END;
