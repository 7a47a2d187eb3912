"""What PDF files of the portal are made from: the fonts, the colours, the sign, a QR code.

The fonts are static cuts of Literata (fontTools, from @fontsource-variable/literata 5.3.0): heading is
weight 580 at optical size 32, text 420 at 12, both with Serbian Latin, Cyrillic and the letters of
other European names. Licence: fonts/OFL.txt.
"""
