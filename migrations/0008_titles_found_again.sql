-- What was published before is found by its title, too; a draft is when it is next written.
INSERT OR IGNORE INTO match_keys (kind, key, article_id)
SELECT 'title', title_key, article_id FROM published_articles WHERE title_key <> '';
