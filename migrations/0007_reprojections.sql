CREATE TABLE `reprojections` (
	`kind` text NOT NULL,
	`resource_id` text NOT NULL,
	`after_article_id` text NOT NULL,
	`cache_tags` text NOT NULL,
	PRIMARY KEY(`kind`, `resource_id`)
);
