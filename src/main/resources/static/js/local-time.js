// Lets the durations on the page go on between two refreshes; the server wrote them in these very words.
const english = document.documentElement.lang === "en";

function words(seconds) {
  if (seconds < 60) return english ? `${seconds} s` : `${seconds} giây`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return english ? `${minutes} min` : `${minutes} phút`;
  const hours = Math.floor(minutes / 60);
  const rest = String(minutes % 60).padStart(2, "0");
  if (hours < 24) return english ? `${hours} h ${rest} min` : `${hours} giờ ${rest} phút`;
  const days = Math.floor(hours / 24);
  return english ? `${days} d ${hours % 24} h` : `${days} ngày ${hours % 24} giờ`;
}

setInterval(() => {
  document.querySelectorAll('[data-tick="duration"]').forEach((part) => {
    const text = words(Math.max(0, Math.floor((Date.now() - Date.parse(part.dataset.since)) / 1000)));
    if (part.textContent !== text) part.textContent = text;
  });
}, 10000);
