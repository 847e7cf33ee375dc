Console.WriteLine("surveyctl");
