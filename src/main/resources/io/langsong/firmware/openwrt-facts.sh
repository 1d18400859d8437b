# What the box is, each in a line that begins with a word of its own.
printf 'board '; ubus call system board | tr -d '\n\t\r'; echo
echo "boot $(cat /proc/sys/kernel/random/boot_id)"
echo "room $(df -k /tmp | awk 'END { print $(NF-2) }')"
echo "memory $(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)"
