package io.langsong.discovery.web;

import io.langsong.discovery.DeviceProbes;
import io.langsong.discovery.DeviceProbes.Asked;
import io.langsong.discovery.DeviceProbes.Look;
import io.langsong.discovery.PolledDevices;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.polling.Prober;
import io.langsong.web.SeenInventory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a device is read: which profile it got and why, and what each of its questions gave. Technicians may ask it now. */
@Controller
class ReadingPage {
    /** A person waits no longer; the page then says that the device is still being asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final SeenInventory inventory;
    private final DeviceProbes probes;
    private final PolledDevices polled;

    ReadingPage(SeenInventory inventory, DeviceProbes probes, PolledDevices polled) {
        this.inventory = inventory;
        this.probes = probes;
        this.polled = polled;
    }

    @GetMapping("/thiet-bi/{id}/cach-doc")
    String page(@PathVariable String id, Model model) {
        Device device = device(id);
        model.addAttribute("device", device);
        model.addAttribute("running", probes.runningOf(device.id()).isPresent());
        Look look = probes.lastOf(device.id()).orElse(null);
        model.addAttribute("look", look);
        model.addAttribute(
                "polled",
                polled.howRead(device)
                        .map(how -> PolledView.of(how, polled.latest(device)))
                        .orElse(null));
        if (look != null) {
            model.addAttribute(
                    "read", look.outcome() instanceof Prober.Read read ? ReadingView.of(read, look.questions()) : null);
            model.addAttribute("fault", look.outcome() instanceof Prober.NotRead notRead ? notRead.fault() : null);
        }
        return "discovery/reading";
    }

    @PostMapping("/thiet-bi/{id}/cach-doc")
    String ask(@PathVariable String id, RedirectAttributes flash) {
        Device device = device(id);
        Asked asked = probes.ask(device);
        if (asked == Asked.BEGUN || asked == Asked.RUNNING) {
            await(probes.runningOf(device.id()), PATIENCE);
        } else {
            flash.addFlashAttribute(
                    "refused", asked.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return "redirect:/thiet-bi/" + device.id().value() + "/cach-doc";
    }

    /** @return whether it is over */
    static boolean await(Optional<CompletableFuture<Look>> look, Duration longest) {
        try {
            if (look.isPresent()) {
                var unused = look.get().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A look is never completed with an exception", impossible);
        }
    }

    private Device device(String id) {
        try {
            return inventory
                    .snapshot()
                    .device(new DeviceId(id))
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (InventoryRefused notAnId) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }
}
