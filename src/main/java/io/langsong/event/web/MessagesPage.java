package io.langsong.event.web;

import io.langsong.event.DeviceMessage;
import io.langsong.event.EngineFault;
import io.langsong.event.Kinds;
import io.langsong.event.Messages;
import io.langsong.event.Messages.Wish;
import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.web.AskedPeriod;
import io.langsong.web.CsvDownload;
import io.langsong.web.ListPage;
import io.langsong.web.WebProperties;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What devices said by themselves, as a list that can be searched, and as a file; and who spoke that nobody knows. */
@Controller
class MessagesPage {
    private static final List<String> COLUMNS = List.of(
            "last",
            "first",
            "happened",
            "times",
            "device",
            "name",
            "severity",
            "kind",
            "source",
            "text",
            "protocol",
            "address");

    private final SeenMessages messages;
    private final Words words;
    private final Clock clock;
    private final ZoneId zone;

    MessagesPage(SeenMessages messages, Words words, WebProperties settings, Clock clock) {
        this.messages = messages;
        this.words = words;
        this.zone = settings.zone();
        this.clock = clock;
    }

    /**
     * One message with the name of its device.
     *
     * @param deviceName its id where it has left the inventory
     * @param known whether it is there
     */
    record Row(DeviceMessage message, String deviceName, boolean known) {
        static Row of(DeviceMessage message, InventorySnapshot inventory) {
            return inventory
                    .device(message.device())
                    .map(device -> new Row(message, device.name(), true))
                    .orElseGet(() -> new Row(message, message.device().value(), false));
        }
    }

    /** @param asked as {@link MessageFilter} reads it */
    @GetMapping(MessageFilter.PATH)
    String list(@RequestParam Map<String, String> asked, Model model) {
        MessageFilter filter = MessageFilter.of(asked);
        model.addAttribute("filter", filter);
        model.addAttribute("periods", AskedPeriod.OFFERED);
        model.addAttribute("kinds", Kinds.ALL);
        model.addAttribute("severities", MessageFilter.SEVERITIES);
        InventorySnapshot inventory = messages.inventory();
        model.addAttribute(
                "device",
                MessageFilter.deviceId(filter.device())
                        .flatMap(inventory::device)
                        .map(Device::name)
                        .orElse(""));
        model.addAttribute("all", inventory.isWhole());
        model.addAttribute(
                "faults", messages.faults().stream().filter(EngineFault::lasts).count());
        model.addAttribute("most", Messages.MOST_COUNTED);
        model.addAttribute(
                "page", page(filter.wish(clock.instant(), zone), asked.getOrDefault("trang", ""), inventory));
        return "event/messages";
    }

    private ListPage<Row> page(Wish wish, String asked, InventorySnapshot inventory) {
        int found = messages.count(wish);
        int count = Math.max(1, (found + ListPage.SIZE - 1) / ListPage.SIZE);
        int number = Math.min(count, asked.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(asked) : 1);
        List<Row> rows = messages.find(wish, (number - 1) * ListPage.SIZE, ListPage.SIZE).stream()
                .map(message -> Row.of(message, inventory))
                .toList();
        return new ListPage<>(rows, number, count, found);
    }

    /** As it stands on the page, as much of it as is counted. */
    @GetMapping(MessageFilter.PATH + ".csv")
    void file(@RequestParam Map<String, String> asked, HttpServletResponse response) throws IOException {
        Wish wish = MessageFilter.of(asked).wish(clock.instant(), zone);
        InventorySnapshot inventory = messages.inventory();
        List<DeviceMessage> found = messages.find(wish, 0, Messages.MOST_COUNTED);
        try (CsvDownload csv = new CsvDownload(response, "su-kien.csv")) {
            csv.row(COLUMNS.stream()
                    .map(column -> words.message("event.csv." + column))
                    .toList());
            for (DeviceMessage message : found) {
                csv.row(cells(message, Row.of(message, inventory)).toList());
            }
        }
    }

    private Stream<String> cells(DeviceMessage message, Row row) {
        return Stream.of(
                words.iso(message.lastAt()),
                words.iso(message.firstAt()),
                words.iso(message.happenedAt()),
                Long.toString(message.times()),
                message.device().value(),
                row.deviceName(),
                words.message("event.severity." + message.severity().code()),
                words.message("event.kind." + message.kind()),
                message.name(),
                message.body(),
                message.protocol().code(),
                message.address());
    }

    @GetMapping(MessageFilter.PATH + "/snmpv3")
    String faults(Model model) {
        List<EngineFault> faults = messages.faults();
        model.addAttribute(
                "open",
                faults.stream()
                        .filter(EngineFault::lasts)
                        .collect(Collectors.groupingBy(EngineFault::kind, TreeMap::new, Collectors.toList())));
        model.addAttribute(
                "over", faults.stream().filter(fault -> !fault.lasts()).toList());
        return "event/faults";
    }

    @GetMapping(MessageFilter.PATH + "/nguon-la")
    String unknown(Model model) {
        model.addAttribute("senders", messages.unknown());
        return "event/unknown";
    }
}
