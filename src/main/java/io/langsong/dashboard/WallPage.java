package io.langsong.dashboard;

import io.langsong.web.WebProperties;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Everything at one look, for a screen on a wall that nobody touches. All its addresses lie below one path. */
@Controller
class WallPage {
    private final Sources sources;
    private final WebProperties settings;

    WallPage(Sources sources, WebProperties settings) {
        this.sources = sources;
        this.settings = settings;
    }

    @GetMapping("/man-hinh")
    String page(@RequestParam(name = "trang", defaultValue = "1") String page, Model model) {
        fill(page, model);
        return "dashboard/wall";
    }

    @GetMapping("/man-hinh/noi-dung")
    String content(@RequestParam(name = "trang", defaultValue = "1") String page, Model model) {
        fill(page, model);
        return "dashboard/wall :: wall";
    }

    private void fill(String page, Model model) {
        Look look = sources.look();
        int number = page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1;
        model.addAttribute("wall", Wall.of(look, settings, number));
        model.addAttribute("dutyPhone", settings.dutyPhone());
    }

    /**
     * One page of the wall.
     *
     * @param openCount outages that last by themselves, of which {@code cards} are some
     * @param page from 1
     * @param next the page after it, the first after the last
     * @param shift which way the picture is moved by a pixel in this hour, 0 to 3
     */
    record Wall(
            List<VillageTile> tiles,
            List<NowView.Card> cards,
            int openCount,
            Freshness freshness,
            int page,
            int pages,
            int next,
            int shift) {
        private static final int TILES = 36;
        /** With names of four lines they still fit on a screen of 1080. */
        private static final int CARDS = 4;

        /** @param asked any number; beyond the last page it begins again */
        static Wall of(Look look, WebProperties settings, int asked) {
            NowView now = NowView.of(look, List.of(), settings.staleAfter());
            List<VillageTile> tiles = VillageTile.all(look, List.of(), look.at());
            int pages = Math.max(
                    1, Math.max(pages(tiles.size(), TILES), pages(now.cards().size(), CARDS)));
            int page = (asked - 1) % pages + 1;
            return new Wall(
                    part(tiles, TILES, page),
                    part(now.cards(), CARDS, page),
                    now.cards().size(),
                    now.freshness(),
                    page,
                    pages,
                    page % pages + 1,
                    look.at().atZone(settings.zone()).getHour() % 4);
        }

        private static int pages(int all, int onOne) {
            return (all + onOne - 1) / onOne;
        }

        /** A list shorter than the longest begins again, so that no page is empty on one side. */
        private static <T> List<T> part(List<T> all, int onOne, int page) {
            int own = Math.max(1, pages(all.size(), onOne));
            int from = (page - 1) % own * onOne;
            return all.subList(Math.min(from, all.size()), Math.min(from + onOne, all.size()));
        }
    }
}
