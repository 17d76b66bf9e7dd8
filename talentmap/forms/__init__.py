"""Survey forms: what is asked, the drop-downs it is answered from, and the workbook and CSV that carry both."""
