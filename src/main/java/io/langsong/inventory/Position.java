package io.langsong.inventory;

/**
 * A place on the Earth, WGS 84.
 *
 * @param latitude -90 to 90 degrees
 * @param longitude -180 to 180 degrees
 */
public record Position(double latitude, double longitude) {
    public Position {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "Latitude is -90 to 90 and longitude -180 to 180: " + latitude + ", " + longitude);
        }
    }
}
