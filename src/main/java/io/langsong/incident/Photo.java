package io.langsong.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody saw on site. @param width in pixels, so that a page can leave room for it */
public record Photo(UUID id, @Nullable String caption, int width, int height, String addedBy, Instant addedAt) {}
