"""Share links: short codes that lead to any object and carry the channel; QR codes and posters of them."""
