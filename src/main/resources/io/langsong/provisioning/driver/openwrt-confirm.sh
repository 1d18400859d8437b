cd /etc/langsong || exit 1
mv trial confirmed || exit 3
cat confirmed/checksum > has.new && mv has.new has
rm -f /etc/rc.d/S98langsong undone refused
rm -rf confirmed
sync
echo confirmed
