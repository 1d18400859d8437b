package io.langsong.agent;

import java.util.List;
import java.util.stream.Collectors;

/** A report as an OpenWrt box with one radio sends it, written by hand from the description of the protocol. */
public record SampleReport(
        String mac, long uptimeSeconds, long downloadedOctets, long uploadedOctets, List<String> clients) {

    public static SampleReport of(String mac) {
        return new SampleReport(mac, 86_400, 5_000_000_000L, 700_000_000L, List.of());
    }

    public SampleReport runningFor(long seconds) {
        return new SampleReport(mac, seconds, downloadedOctets, uploadedOctets, clients);
    }

    public SampleReport carried(long octets) {
        return new SampleReport(mac, uptimeSeconds, octets, uploadedOctets, clients);
    }

    public SampleReport with(List<String> macs) {
        return new SampleReport(mac, uptimeSeconds, downloadedOctets, uploadedOctets, macs);
    }

    public String json() {
        return """
                {"type": "DeviceMonitoring",
                 "general": {"hostname": "ap", "local_time": 1760000000, "uptime": %d},
                 "resources": {"load": [0.25, 0.5, 0.125], "cpus": 2,
                   "memory": {"total": 125000000, "free": 25000000, "buffered": 5000000, "shared": 100000, "available": 60000000},
                   "swap": {"total": 0, "free": 0},
                   "disk": [{"mount_point": "/overlay", "filesystem": "ubifs", "used_bytes": 1000000, "available_bytes": 9000000,
                     "size_bytes": 10000000, "used_percent": 10}]},
                 "interfaces": [
                   {"name": "eth0", "type": "ethernet", "up": true, "mac": "%s", "speed": "1000F",
                    "statistics": {"rx_bytes": 1.2345678901234e+17, "tx_bytes": 42, "rx_packets": 10, "tx_packets": 20,
                      "rx_errors": 1, "tx_errors": 2, "rx_dropped": 3, "tx_dropped": 4, "collisions": 0}},
                   {"name": "wlan0", "type": "wireless", "up": true, "mac": "%s",
                    "statistics": {"rx_bytes": %d, "tx_bytes": %d, "rx_packets": 1, "tx_packets": 2},
                    "wireless": {"channel": 36, "frequency": 5180, "tx_power": 20, "noise": -95, "signal": -60, "country": "VN",
                      "mode": "access_point", "ssid": "Wi-Fi xã", "quality": 35, "quality_max": 70, "bitrate": 433300,
                      "clients": %s}}],
                 "dhcp_leases": [{"expiry": 1760003600, "ip": "10.0.0.7", "mac": "02:DE:AD:BE:EF:01", "client_name": "dien-thoai-cua-lan", "client_id": "01"}],
                 "neighbors": [{"ip": "10.0.0.7", "interface": "br-lan", "mac": "02:DE:AD:BE:EF:02", "state": "REACHABLE"},
                   {"ip": "10.0.0.8", "interface": "br-lan", "state": "FAILED"}],
                 "dns_servers": ["10.0.0.1"], "dns_search": {}}
                """.formatted(
                uptimeSeconds, mac, mac.replaceFirst("^..", "06"), downloadedOctets, uploadedOctets, clientsJson());
    }

    /** An empty table of Lua is an object. */
    private String clientsJson() {
        return clients.isEmpty()
                ? "{}"
                : clients.stream()
                        .map(one -> "{\"mac\": \"" + one + "\", \"auth\": true, \"authorized\": true}")
                        .collect(Collectors.joining(",", "[", "]"));
    }
}
