package io.langsong.inventory;

/**
 * A place on the Earth, WGS 84.
 *
 * @param latitude -90 to 90 degrees
 * @param longitude -180 to 180 degrees
 */
public record Position(double latitude, double longitude) {
    public Position {
        check("location.latitude", latitude, 90);
        check("location.longitude", longitude, 180);
    }

    private static void check(String field, double degrees, int most) {
        if (!(Math.abs(degrees) <= most)) {
            throw InventoryRefused.invalid(null, field, Double.toString(degrees), Fault.NOT_ON_EARTH, most);
        }
    }
}
