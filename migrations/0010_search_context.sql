ALTER TABLE `search_texts` ADD `context` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `search_texts` ADD `tags` text DEFAULT '' NOT NULL;--> statement-breakpoint
-- The index is made anew with the two columns, and without the length of each text, which nothing asks for.
DROP TRIGGER search_texts_insert;--> statement-breakpoint
DROP TRIGGER search_texts_delete;--> statement-breakpoint
DROP TRIGGER search_texts_update;--> statement-breakpoint
DROP TABLE search_index;--> statement-breakpoint
-- As `searchTextsOf` has it. A name is the first line of the head it is searched by, where words are apart.
UPDATE search_texts SET
	context = (
		SELECT coalesce(group_concat(name, char(10) ORDER BY place), '') FROM (
			SELECT name, min(place) AS place FROM (
				SELECT -1 AS place, article.head AS name FROM search_texts AS article WHERE article.id = search_texts.article_id
				UNION ALL
				SELECT place, substr(named.head, 1, instr(named.head || char(10), char(10)) - 1) FROM (
					SELECT key AS place, value ->> 'id' AS id FROM json_each(pair, '$.answeredBy')
					UNION ALL SELECT 1000, pair ->> '$.askedBy.id'
					UNION ALL SELECT 2000 + key, value ->> 'id' FROM json_each(pair, '$.topics')
				) AS shown JOIN search_texts AS named ON named.id = shown.id
			) WHERE name <> '' GROUP BY name
		)
	),
	tags = (
		SELECT group_concat(tag, ' ' ORDER BY place) FROM (
			SELECT tag, min(place) AS place FROM (
				SELECT -4 AS place, 'kqa' AS tag
				UNION ALL SELECT -3, 'a' || substr(search_texts.article_id, -10)
				UNION ALL SELECT -2, 'l' || qa_pairs.language
				UNION ALL SELECT -1, 'y' || substr(qa_pairs.published_at, 1, 4)
				UNION ALL SELECT key, 'p' || substr(value ->> 'id', -10) FROM json_each(pair, '$.answeredBy')
				UNION ALL SELECT 1000, 'p' || substr(pair ->> '$.askedBy.id', -10)
				UNION ALL SELECT 2000 + key, 't' || substr(value ->> 'id', -10) FROM json_each(pair, '$.topics')
			) WHERE tag IS NOT NULL GROUP BY tag
		)
	)
FROM qa_pairs WHERE qa_pairs.id = search_texts.id;--> statement-breakpoint
UPDATE search_texts SET
	context = (
		SELECT coalesce(group_concat(name, char(10) ORDER BY place), '') FROM (
			SELECT name, min(place) AS place FROM (
				SELECT place, substr(named.head, 1, instr(named.head || char(10), char(10)) - 1) AS name FROM (
					SELECT key AS place, value ->> 'id' AS id FROM json_each(summary, '$.people')
					UNION ALL SELECT 1000 + key, value ->> 'id' FROM json_each(summary, '$.topics')
				) AS shown JOIN search_texts AS named ON named.id = shown.id
			) WHERE name <> '' GROUP BY name
		)
	),
	tags = (
		SELECT group_concat(tag, ' ' ORDER BY place) FROM (
			SELECT tag, min(place) AS place FROM (
				SELECT -4 AS place, 'karticle' AS tag
				UNION ALL SELECT -3, 'a' || substr(search_texts.article_id, -10)
				UNION ALL SELECT -2, 'l' || published_articles.language
				UNION ALL SELECT -1, 'y' || substr(published_articles.published_at, 1, 4)
				UNION ALL SELECT key, 'p' || substr(value ->> 'id', -10) FROM json_each(summary, '$.people')
				UNION ALL SELECT 1000 + key, 't' || substr(value ->> 'id', -10) FROM json_each(summary, '$.topics')
			) GROUP BY tag
		)
	)
FROM published_articles WHERE published_articles.article_id = search_texts.id;--> statement-breakpoint
UPDATE search_texts SET tags = 'k' || kind WHERE kind IN ('person', 'topic');--> statement-breakpoint
CREATE VIRTUAL TABLE search_index USING fts5(
	head, body, context, tags,
	content = 'search_texts', content_rowid = 'key', columnsize = 0,
	tokenize = 'porter unicode61 remove_diacritics 2'
);--> statement-breakpoint
INSERT INTO search_index (search_index) VALUES ('rebuild');--> statement-breakpoint
CREATE TRIGGER search_texts_insert AFTER INSERT ON search_texts BEGIN
	INSERT INTO search_index (rowid, head, body, context, tags)
	VALUES (new.key, new.head, new.body, new.context, new.tags);
END;--> statement-breakpoint
CREATE TRIGGER search_texts_delete AFTER DELETE ON search_texts BEGIN
	INSERT INTO search_index (search_index, rowid, head, body, context, tags)
	VALUES ('delete', old.key, old.head, old.body, old.context, old.tags);
END;--> statement-breakpoint
CREATE TRIGGER search_texts_update AFTER UPDATE ON search_texts BEGIN
	INSERT INTO search_index (search_index, rowid, head, body, context, tags)
	VALUES ('delete', old.key, old.head, old.body, old.context, old.tags);
	INSERT INTO search_index (rowid, head, body, context, tags)
	VALUES (new.key, new.head, new.body, new.context, new.tags);
END;
