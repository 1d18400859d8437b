cd /etc/langsong 2>/dev/null || exit 0
[ -f has ] && echo "has $(cat has)"
[ -f trial/checksum ] && echo "trial $(cat trial/checksum)"
[ -f trial/applied ] && echo applied
[ -f undone ] && echo "undone $(cat undone)"
[ -f refused ] && echo "refused $(cat refused)"
exit 0
