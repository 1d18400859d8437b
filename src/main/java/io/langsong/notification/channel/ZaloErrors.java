package io.langsong.notification.channel;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What Zalo's error numbers mean for a letter. Zalo adds numbers as it likes: one that is not here is tried again, with the
 * words that Zalo sent. Pure.
 */
final class ZaloErrors {
    private static final Set<Integer> TOKEN = Set.of(-124, -216, -220);

    /** About this recipient or this letter. */
    private static final Map<Integer, String> FOR_GOOD = Map.ofEntries(
            Map.entry(-108, "the telephone number is not valid"),
            Map.entry(-114, "the number has no Zalo account that is used"),
            Map.entry(-118, "the number has no Zalo account"),
            Map.entry(-119, "the account can not receive this"),
            Map.entry(-139, "the person does not want messages by template"),
            Map.entry(-140, "the person does not want messages of this kind"),
            Map.entry(-141, "the person does not want messages of this official account"),
            Map.entry(-201, "a field is not valid; is the id a follower of this official account?"),
            Map.entry(-213, "the person does not follow the official account"),
            Map.entry(-217, "the person has blocked the official account"),
            Map.entry(-230, "the person has not written to the official account within 48 hours"),
            Map.entry(-232, "the person has not written to the official account within 48 hours"),
            Map.entry(-244, "the person does not want messages of the official account"));

    /** Somebody has to put it right with Zalo or in settings; until then nothing of this sort leaves. */
    private static final Map<Integer, String> SETTINGS = Map.ofEntries(
            Map.entry(-101, "the application is not valid; check app-id"),
            Map.entry(-102, "there is no such application; check app-id"),
            Map.entry(-103, "the application is not active"),
            Map.entry(-104, "the application’s secret is not valid; check app-secret"),
            Map.entry(-105, "the application is not linked to the official account"),
            Map.entry(-109, "the template is not valid; check template"),
            Map.entry(-111, "the template wants data; check template-data"),
            Map.entry(-112, "the template wants other data; check template-data"),
            Map.entry(-115, "the account of ZNS has no money left"),
            Map.entry(-117, "the official account may not use this template"),
            Map.entry(-120, "the official account may not do this"),
            Map.entry(-122, "the data has not the form of the template; check template-data"),
            Map.entry(-127, "the template is for trying, and goes to administrators alone"),
            Map.entry(-130, "a value is too long; lower longest-value"),
            Map.entry(-131, "the template is not approved"),
            Map.entry(-132, "a parameter of the template is not valid; check template-data"),
            Map.entry(-135, "the official account may not send by template"),
            Map.entry(-136, "the official account is not linked to an account of Zalo Cloud"),
            Map.entry(-137, "Zalo could not take the money for it"),
            Map.entry(-138, "the application may not do this"),
            Map.entry(-146, "the template was disabled"),
            Map.entry(-204, "the official account was deleted"),
            Map.entry(-205, "there is no such official account"),
            Map.entry(-221, "the official account is not verified"));

    /** Passes by itself. */
    private static final Map<Integer, String> PASSING = Map.ofEntries(
            Map.entry(-32, "too many in a minute"),
            Map.entry(-100, "Zalo does not say why"),
            Map.entry(-126, "the day’s messages for trying are used up"),
            Map.entry(-133, "not sent by night (22:00 to 06:00)"),
            Map.entry(-144, "the day’s messages of the official account are used up"),
            Map.entry(-147, "the day’s messages of the template are used up"),
            Map.entry(-211, "the messages of the official account are used up"));

    private static final Set<Integer> USED_UP = Set.of(-126, -133, -144, -147, -211);

    private ZaloErrors() {}

    /** Whether the access token is not good any more. */
    static boolean isAboutToken(int error) {
        return TOKEN.contains(error);
    }

    /** @param said Zalo's own words */
    static SendResult judge(int error, String said) {
        String reason = "Zalo %d: ".formatted(error);
        if (FOR_GOOD.containsKey(error)) {
            return new SendResult.Refused(reason + FOR_GOOD.get(error));
        }
        if (SETTINGS.containsKey(error)) {
            return new SendResult.Postponed(reason + SETTINGS.get(error), Duration.ofMinutes(10));
        }
        if (PASSING.containsKey(error)) {
            return new SendResult.Postponed(
                    reason + PASSING.get(error),
                    USED_UP.contains(error) ? Duration.ofMinutes(30) : Duration.ofMinutes(1));
        }
        return SendResult.Postponed.because(reason + said);
    }
}
