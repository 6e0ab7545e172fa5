CREATE TABLE `resource_numbers` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_numbers_resourceId_unique` ON `resource_numbers` (`resource_id`);--> statement-breakpoint
INSERT INTO `resource_numbers` (`resource_id`) VALUES ('interview'), ('panel'), ('faq'), ('transcript'), ('article');
--> statement-breakpoint
INSERT INTO `resource_numbers` (`resource_id`) SELECT `id` FROM (
	SELECT `id`, `created_at` FROM `articles`
	UNION ALL SELECT `id`, `created_at` FROM `people`
	UNION ALL SELECT `id`, `created_at` FROM `topics`
) ORDER BY `created_at`, `id`;
--> statement-breakpoint
-- Whoever makes one, it has a number: nothing has to remember to give it. What is imported may have its own already.
CREATE TRIGGER articles_number AFTER INSERT ON articles BEGIN
	INSERT INTO resource_numbers (resource_id) SELECT new.id
	WHERE NOT EXISTS (SELECT 1 FROM resource_numbers WHERE resource_id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER people_number AFTER INSERT ON people BEGIN
	INSERT INTO resource_numbers (resource_id) SELECT new.id
	WHERE NOT EXISTS (SELECT 1 FROM resource_numbers WHERE resource_id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER topics_number AFTER INSERT ON topics BEGIN
	INSERT INTO resource_numbers (resource_id) SELECT new.id
	WHERE NOT EXISTS (SELECT 1 FROM resource_numbers WHERE resource_id = new.id);
END;
